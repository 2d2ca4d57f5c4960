/** Writes dist/trusted-documents.json: every document that the faces may send, by its hash; the server loads it. */
import { createHash } from 'node:crypto';
import { globSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { formatDocument, stringifyDocument } from '@urql/core';

const texts: Record<string, string> = {};
for (const file of globSync('src/**/*.gen.ts').toSorted()) {
  const made = (await import(resolve(file))) as Record<string, unknown>;
  for (const [name, document] of Object.entries(made)) {
    if (!name.endsWith('Document')) continue;
    const text = stringifyDocument(formatDocument(document as never));
    texts[createHash('sha256').update(text).digest('hex')] = text;
  }
}
writeFileSync('dist/trusted-documents.json', `${JSON.stringify(texts, null, 1)}\n`);
console.log(`${Object.keys(texts).length} trusted documents`);
