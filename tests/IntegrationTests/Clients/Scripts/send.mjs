// Sends a file as the body of a call, with the fetch of Node.js, and prints the status and the answer.
import { readFile } from 'node:fs/promises';

const [, , address, file, type] = process.argv;
const response = await fetch(address, { method: 'POST', headers: { 'Content-Type': type }, body: await readFile(file) });
process.stdout.write(`${response.status}\n${await response.text()}`);
