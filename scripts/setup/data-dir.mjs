import { join } from 'node:path';
import { repository } from '../repository.mjs';

/** Where the deployment that `npm start` runs keeps its data. */
export const dataDir = join(repository, '.data');
