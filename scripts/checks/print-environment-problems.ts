// Takes `{ service: { NAME: value } }` as JSON, prints what is wrong with it as JSON.
import { compareEnvironments } from './service-environments.ts';

console.log(JSON.stringify(compareEnvironments(JSON.parse(process.argv[2] ?? ''))));
