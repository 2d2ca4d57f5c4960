/** The four states of whatever is read: loading, failed with another try, empty, and there. */
import { ReloadOutlined } from '@ant-design/icons';
import { Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reading } from '../core/data/useData';

export function Failed({ again, offline }: { again: () => void; offline: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="nothing" role="alert">
      <b>{t('state.failed')}</b>
      <p>{t(offline ? 'state.offlineHint' : 'state.failedHint')}</p>
      <Button icon={<ReloadOutlined />} onClick={again}>{t('act.retry')}</Button>
    </div>
  );
}

export function Nothing({ title, hint, children }: { title?: string; hint?: ReactNode; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="nothing">
      <svg width="56" height="44" viewBox="0 0 56 44" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
        <path d="M6 42V14L28 3l22 11v28" strokeLinejoin="round" />
        <path d="M2 42h52M16 22h8v8h-8zM32 22h8v8h-8z" />
      </svg>
      <b>{title ?? t('state.empty')}</b>
      {hint !== null && <p>{hint ?? t('state.emptyHint')}</p>}
      {children}
    </div>
  );
}

interface Shown<Data> {
  of: Reading<Data>;
  rows?: number;
  isEmpty?: (data: Data) => boolean;
  empty?: ReactNode;
  children: (data: Data) => ReactNode;
}

export function States<Data>({ of, rows = 5, isEmpty, empty, children }: Shown<Data>) {
  const { t } = useTranslation();
  if (of.kind === 'loading') return <div role="status" aria-label={t('state.loading')} style={{ padding: 16 }}><Skeleton active title={false} paragraph={{ rows }} /></div>;
  if (of.kind === 'error') return <Failed again={of.again} offline={of.offline} />;
  if (isEmpty?.(of.data)) return <>{empty ?? <Nothing />}</>;
  return <>{children(of.data)}</>;
}
