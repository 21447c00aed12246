import { defineConfig } from '@playwright/test';
import specs from '../playwright.config.ts';

export default defineConfig({
  ...specs,
  ...{ testDir: '.', projects: [{}], workers: 1, reporter: 'list' },
  use: { ...specs.use, trace: 'off' },
});
