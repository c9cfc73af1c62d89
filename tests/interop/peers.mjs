// One question a line on standard input, one answer a line on standard output: {task, …} gives {result} or {problem}.
import {serve} from './world.mjs';
import {createInterface} from 'node:readline';

const {canonize, issue, verify} = await import('./data_integrity.mjs');
const {verifierCore} = await import('./verifier_core.mjs');
const {signToken, verifyToken} = await import('./tokens.mjs');
const tasks = {serve, canonize, issue, verify, verifierCore, signToken, verifyToken};

for await (const line of createInterface({input: process.stdin})) {
  const {task, ...words} = JSON.parse(line);
  let answer;
  try {
    answer = {result: (await tasks[task](words)) ?? null};
  } catch (error) {
    answer = {problem: String(error)};
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
