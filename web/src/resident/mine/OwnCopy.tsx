import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { useMay, useSession, useSeatName } from '../../core/auth/useSession';
import { save } from '../../core/data/files';
import { isoDay, now } from '../../core/format';
import { toast } from '../parts/Toasts';
import { rowsOf, SECTIONS, written } from './copying';

/** Ask for a copy of all that is held about oneself, see how far it is, and save it. */
export function OwnCopy() {
  const { t } = useTranslation('mine');
  const may = useMay();
  const { me, seat } = useSession();
  const operator = useSeatName()(seat);
  const client = useClient();
  const [read, setRead] = useState<number | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const sections = SECTIONS.filter((one) => may(one.needs));
  async function make(): Promise<void> {
    if (read !== null) return;
    setHasFailed(false);
    const held: Record<string, object[]> = {};
    for (const [at, section] of sections.entries()) {
      setRead(at);
      const rows = await rowsOf(client, section.document);
      if (!rows) {
        setRead(null);
        return setHasFailed(true);
      }
      held[t(`copy.sections.${section.name}`)] = rows;
    }
    setRead(null);
    const copy = { [t('copy.whose')]: me?.displayName, [t('copy.operator')]: operator, [t('copy.madeAt')]: now().toISOString(), ...held };
    save(new Blob([written(copy)], { type: 'application/json' }), t('copy.file', { day: isoDay() }));
    toast(t('copy.done'));
  }
  return (
    <section className="card">
      <h2>{t('copy.title')}</h2>
      <p className="soft small">{t('copy.hint')}</p>
      {read !== null && (
        <p role="status">
          <progress className="share" max={sections.length} value={read} aria-label={t('copy.reading')} />
          <span className="small soft">{t('copy.at', { at: read, count: sections.length })}</span>
        </p>
      )}
      {hasFailed && <p className="problem" role="alert">{t('copy.failed')}</p>}
      <button type="button" className="button plain wide" disabled={read !== null} aria-busy={read !== null} onClick={() => void make()}>{t('copy.make')}</button>
    </section>
  );
}
