import { readMachineFacts, whyNoCuda } from './cuda-driver.ts';

// Prints `{ why }`: why this machine can't compute with CUDA; `{}` if it can, as far as its driver says.
console.log(JSON.stringify({ why: whyNoCuda(readMachineFacts()) }));
