/** Where in a list that pages on the server one is: it lives in the URL, and the total is told. */
import { Button } from 'antd';
import { parseAsInteger, parseAsString, useQueryStates } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { number } from '../core/format';

export const PAGE_SIZE = 20;

export interface Connection<Row> {
  edges: readonly { node: Row }[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
  totalCount: number;
}

const place = { page: parseAsInteger.withDefault(1), after: parseAsString };

/** Where in the list one is: `first` and `after` for the query, and how to go elsewhere. */
export function usePaging() {
  const [at, setAt] = useQueryStates(place, { history: 'push' });
  const trail = (): string[] => JSON.parse(sessionStorage.getItem(`pages:${location.pathname}`) ?? '[]') as string[];
  const keep = (cursors: string[]): void => sessionStorage.setItem(`pages:${location.pathname}`, JSON.stringify(cursors));
  return {
    page: at.after ? at.page : 1,
    variables: { first: PAGE_SIZE, after: at.after },
    first: () => void setAt({ page: null, after: null }),
    next: (cursor: string): void => {
      const cursors = trail().slice(0, at.page - 1);
      cursors[at.page - 1] = at.after ?? '';
      keep(cursors);
      void setAt({ page: (at.after ? at.page : 1) + 1, after: cursor });
    },
    previous: (): void => {
      const before = trail()[at.page - 2];
      void setAt(at.page <= 2 || !before ? { page: null, after: null } : { page: at.page - 1, after: before });
    },
  };
}

export type Paging = ReturnType<typeof usePaging>;

export function Pager<Row>({ paging, found }: { paging: Paging; found: Connection<Row> }) {
  const { t } = useTranslation();
  const pages = Math.max(1, Math.ceil(found.totalCount / PAGE_SIZE));
  const { hasNextPage, endCursor } = found.pageInfo;
  return (
    <nav className="pager" aria-label={t('list.pager')}>
      <span>{t('list.total', { count: found.totalCount, replace: { count: number(found.totalCount) } })}</span>
      <span className="grow" />
      {pages > 1 && (
        <>
          <span>{t('list.page', { page: paging.page, pages })}</span>
          {paging.page > 2 && <Button size="small" onClick={paging.first}>{t('list.first')}</Button>}
          <Button size="small" disabled={paging.page <= 1} onClick={paging.previous}>{t('list.previous')}</Button>
          <Button size="small" disabled={!hasNextPage || !endCursor} onClick={() => endCursor && paging.next(endCursor)}>{t('list.next')}</Button>
        </>
      )}
    </nav>
  );
}
