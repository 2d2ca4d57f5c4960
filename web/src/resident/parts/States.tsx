import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reading } from '../../core/data/useData';

export function Failed({ again, offline }: { again: () => void; offline: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="nothing" role="alert">
      <b>{t('state.failed')}</b>
      <p>{t(offline ? 'state.offlineHint' : 'state.failedHint')}</p>
      <button type="button" className="button plain" onClick={again}>{t('act.retry')}</button>
    </div>
  );
}

export function Nothing({ title, hint, children }: { title?: string; hint?: string | null; children?: ReactNode }) {
  const { t } = useTranslation();
  return <div className="nothing"><b>{title ?? t('state.empty')}</b>{hint !== null && <p>{hint ?? t('state.emptyHint')}</p>}{children}</div>;
}

/** What shows only where there is something: nothing while it comes, another try where it did not. */
export function Quiet<Data>({ of, children }: { of: Reading<Data>; children: (data: Data) => ReactNode }) {
  const { t } = useTranslation();
  if (of.kind === 'error') return <p className="card part-failed" role="alert"><span>{t('state.partFailed')}</span><button type="button" className="quiet" onClick={of.again}>{t('act.retry')}</button></p>;
  return of.kind === 'data' ? <>{children(of.data)}</> : null;
}

interface Shown<Data> {
  of: Reading<Data>;
  rows?: number;
  isEmpty?: (data: Data) => boolean;
  empty?: ReactNode;
  children: (data: Data) => ReactNode;
}

/** Loading, failed with another try, empty, or there. */
export function States<Data>({ of, rows = 3, isEmpty, empty, children }: Shown<Data>) {
  const { t } = useTranslation();
  if (of.kind === 'loading') return <div className="waiting" role="status" aria-label={t('state.loading')}>{Array.from({ length: rows }, (_, at) => <span key={at} />)}</div>;
  if (of.kind === 'error') return <Failed again={of.again} offline={of.offline} />;
  if (isEmpty?.(of.data)) return <>{empty ?? <Nothing />}</>;
  return <>{children(of.data)}</>;
}
