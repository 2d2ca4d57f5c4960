import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reading } from '../../core/data/useData';

interface Shown<Data> {
  title: string;
  /** Of what time the figures are, or anything else to be said beside the title. */
  aside?: ReactNode;
  /** What chooses what is shown, next to the title. */
  tools?: ReactNode;
  className?: string;
  of: Reading<Data>;
  isEmpty?: (data: Data) => boolean;
  children: (data: Data) => ReactNode;
}

/** One panel of the board in its four states; what was read for something else never shows as current. */
export function Panel<Data>({ title, aside, tools, className = '', of, isEmpty, children }: Shown<Data>) {
  const { t } = useTranslation();
  return (
    <section className={`panel ${className}`} aria-label={title} aria-busy={of.kind === 'loading'}>
      <header><h2>{title}</h2>{tools}<span className="grow" />{aside && <small>{aside}</small>}</header>
      {of.kind === 'loading' && <p className="panel-note" role="status">{t('state.loading')}</p>}
      {of.kind === 'error' && (
        <p className="panel-note" role="alert">
          {t(of.offline ? 'state.offlineHint' : 'state.failedHint')}
          <button type="button" className="board-button" onClick={of.again}>{t('act.retry')}</button>
        </p>
      )}
      {of.kind === 'data' && (isEmpty?.(of.data) ? <p className="panel-note">{t('state.empty')}</p> : children(of.data))}
    </section>
  );
}
