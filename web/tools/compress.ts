/** Packs what dist/assets holds, so that the server sends packed bytes without packing anything itself. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const folder = 'dist/assets';
for (const name of readdirSync(folder)) {
  if (!/\.(js|css|svg|json)$/.test(name)) continue;
  const bytes = readFileSync(join(folder, name));
  if (bytes.length < 1000) continue;
  writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  const quality = bytes.length > 600_000 ? 9 : 11;
  writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }));
}
