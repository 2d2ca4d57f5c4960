/** Files up and down: uploads as forms with progress, downloads as the browser saves them. */
import { asMyself } from '../auth/session';

export type Upload = { ok: true; id: string } | { ok: false; message: string | null };

/** Send one file for a purpose; `progress` is told the share, 0 to 1. Where the session has ended, it is asked for anew. */
export async function upload(file: Blob, name: string, purpose: string, progress?: (share: number) => void): Promise<Upload> {
  const form = new FormData();
  form.append('purpose', purpose);
  form.append('file', file, name);
  const answer = await asMyself((headers) => sent(form, headers, progress));
  const said = answer.status === 401 ? {} : parsed(answer.responseText);
  return answer.status === 201 && said.id ? { ok: true, id: said.id } : { ok: false, message: said.message ?? null };
}

const arrived = new WeakMap<File, Upload>();

/** Send a file in some way, unless it has arrived before: an act that is tried again names the same file. */
export async function once(file: File, send: () => Promise<Upload>): Promise<Upload> {
  const answer = arrived.get(file) ?? (await send());
  if (answer.ok) arrived.set(file, answer);
  return answer;
}

/** The request that was answered, or of status 0 where the server was not reached. */
function sent(form: FormData, headers: Record<string, string>, progress?: (share: number) => void): Promise<XMLHttpRequest> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/files');
    request.setRequestHeader('x-xinju-upload', '1');
    request.setRequestHeader('accept-language', document.documentElement.lang || 'zh-CN');
    for (const [header, value] of Object.entries(headers)) request.setRequestHeader(header, value);
    request.upload.addEventListener('progress', (event) => progress?.(event.loaded / Math.max(1, event.total)));
    request.addEventListener('error', () => resolve(request));
    request.addEventListener('load', () => resolve(request));
    request.send(form);
  });
}

function parsed(text: string): { id?: string; message?: string } {
  try {
    return JSON.parse(text) as { id?: string; message?: string };
  } catch {
    return {};
  }
}

/** Hand something to the browser to save. */
export function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Fetch what only the signed-in may have, and hand it to the browser to save. False where it was not to be had. */
export async function download(path: string, name: string): Promise<boolean> {
  try {
    const answer = await asMyself((headers) => fetch(path, { headers }));
    if (!answer.ok) return false;
    save(await answer.blob(), name);
    return true;
  } catch {
    return false;
  }
}
