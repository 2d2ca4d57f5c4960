/** Photos of a form: made smaller, and sent before the act that names them. */
import type { UploadFile } from 'antd';
import { once, upload } from '../core/data/files';
import { shrinkImage } from '../core/image';

/** The ids of photos, each sent once, however often the act is tried; null where one did not arrive. */
export async function sentPhotos(photos: readonly UploadFile[]): Promise<string[] | null> {
  const found: string[] = [];
  for (const { originFileObj: file, name } of photos) {
    if (!file) continue;
    const answer = await once(file, async () => upload(await shrinkImage(file), name.replace(/\.\w+$/, '.jpg'), 'PHOTO'));
    if (!answer.ok) return null;
    found.push(answer.id);
  }
  return found;
}
