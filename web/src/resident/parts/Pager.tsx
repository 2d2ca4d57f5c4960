/** On to what comes after, and back to the beginning; the place stands in the address. */
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { number } from '../../core/format';

export function usePlace(): string | null {
  return useSearchParams()[0].get('after');
}

interface Found {
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
  totalCount: number;
}

export function Pager({ of: { pageInfo: info, totalCount } }: { of: Found }) {
  const { t } = useTranslation();
  const [at, setAt] = useSearchParams();
  const go = (after: string | null): void => {
    setAt((old) => {
      const { after: _, ...rest } = Object.fromEntries(old);
      return after ? { ...rest, after } : rest;
    });
    scrollTo(0, 0);
  };
  if (!info.hasNextPage && !at.get('after')) return null;
  return (
    <nav className="buttons" aria-label={t('list.pager')}>
      <span className="soft small">{t('list.total', { count: totalCount, replace: { count: number(totalCount) } })}</span>
      {info.hasNextPage && <button type="button" className="button plain" onClick={() => go(info.endCursor ?? null)}>{t('list.next')}</button>}
      {at.get('after') && <button type="button" className="quiet" onClick={() => go(null)}>{t('list.first')}</button>}
    </nav>
  );
}
