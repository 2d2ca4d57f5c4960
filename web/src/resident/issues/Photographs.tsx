/** Photos taken with the camera, made small in the browser, and sent once however often the report is tried. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { upload } from '../../core/data/files';
import { shrinkImage } from '../../core/image';
import { Icon } from '../parts/Icon';
import type { DraftPhoto } from './drafts';

interface Taken {
  small: Blob;
  url: string;
}

const shown = (small: Blob): Taken => ({ small, url: URL.createObjectURL(small) });

const MOST = 6;

/** `first`: those of a report that waited on the device, with the ids of such as were sent. */
export function usePhotographs(first: readonly DraftPhoto[] = []) {
  const [taken, setTaken] = useState<readonly Taken[]>(() => first.map((one) => shown(one.blob)));
  const [isSending, setIsSending] = useState(false);
  const [isBroken, setIsBroken] = useState(false);
  const ids = useRef(new Map(first.flatMap(({ blob, fileId }) => (fileId ? [[blob, fileId] as const] : []))));
  const last = useRef(taken);
  useEffect(() => void (last.current = taken));
  useEffect(() => () => last.current.forEach((one) => URL.revokeObjectURL(one.url)), []);
  async function add(files: readonly File[]): Promise<void> {
    setIsBroken(false);
    for (const file of files) {
      try {
        const small = await shrinkImage(file);
        setTaken((old) => (old.length < MOST ? [...old, shown(small)] : old));
      } catch {
        setIsBroken(true);
      }
    }
  }
  function drop(one: Taken): void {
    URL.revokeObjectURL(one.url);
    setTaken((old) => old.filter((other) => other !== one));
  }
  async function send(): Promise<string[] | null> {
    setIsSending(true);
    try {
      for (const { small } of taken) {
        if (ids.current.has(small)) continue;
        const answer = await upload(small, 'photo.jpg', 'PHOTO');
        if (!answer.ok) return null;
        ids.current.set(small, answer.id);
      }
      return taken.flatMap(({ small }) => ids.current.get(small) ?? []);
    } catch {
      return null;
    } finally {
      setIsSending(false);
    }
  }
  const kept = (): DraftPhoto[] => taken.map(({ small }) => ({ blob: small, fileId: ids.current.get(small) ?? null }));
  return { taken, isSending, isBroken, add, drop, send, kept };
}

export function Photographs({ of: { taken, isBroken, add, drop } }: { of: ReturnType<typeof usePhotographs> }) {
  const { t } = useTranslation('issues');
  return (
    <section className="card">
      <h2>{t('takePhoto')}</h2>
      <p className="soft small">{t('photoHint', { count: MOST })}</p>
      {taken.length > 0 && (
        <ul className="photos">
          {taken.map((one, at) => (
            <li key={one.url}>
              <img src={one.url} alt={t('takenAlt', { number: at + 1 })} />
              <button type="button" className="quiet" aria-label={t('dropPhoto', { number: at + 1 })} onClick={() => drop(one)}>{t('shared:act.delete')}</button>
            </li>
          ))}
        </ul>
      )}
      {isBroken && <p className="problem" role="alert">{t('photoBroken')}</p>}
      {taken.length < MOST && (
        <label className="button plain wide camera">
          <Icon name="camera" />
          {t(taken.length > 0 ? 'another' : 'openCamera')}
          <input type="file" accept="image/*" capture="environment" multiple className="unseen" onChange={(event) => { void add([...(event.target.files ?? [])]); event.target.value = ''; }} />
        </label>
      )}
    </section>
  );
}
