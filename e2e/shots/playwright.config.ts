import { defineConfig } from '@playwright/test';
import specs from '../playwright.config.ts';

export default defineConfig({ ...specs, testDir: '.', reporter: 'list', use: { ...specs.use, trace: 'off' } });
