import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useData } from '../../core/data/useData';
import { number, separator } from '../../core/format';
import type { GridFilter, GridLevel } from '../../core/schema.gen';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { GridsDocument, type GridLineFragment } from './grids.gen';

export const LEVELS: readonly GridLevel[] = ['STREET', 'NEIGHBOURHOOD', 'MICRO'];

/** How many grids a tree has, level by level. */
export function useCounts(): (of: GridLineFragment) => string {
  const { t } = useTranslation('grids');
  return (of) =>
    LEVELS.map((level) => ({ level, count: of.counts.filter((one) => one.level === level).reduce((sum, one) => sum + one.count, 0) }))
      .filter((one) => one.count > 0)
      .map((one) => t('countOf', { count: one.count, replace: { level: t(`levels.${one.level}`), count: number(one.count) } }))
      .join(separator());
}

/** Grids of one step of the tree, each leading to its own page. */
export function GridTable({ label, filter, empty, hint }: { label: string; filter: Pick<GridFilter, 'parentId' | 'onlyRoots'>; empty: string; hint: string | null }) {
  const { t } = useTranslation('grids');
  const paging = usePaging();
  const counts = useCounts();
  const reading = useData(GridsDocument, { filter: filter as GridFilter, ...paging.variables });
  return (
    <ConnectionTable
      label={label}
      of={reading}
      connection={(data) => data.grids}
      paging={paging}
      width={720}
      empty={<Nothing title={empty} hint={hint} />}
      columns={[
        { title: t('name'), render: (_, row) => <span className="who"><Link to={`/grids/${row.id}`}>{row.name}</Link><small className="num">{row.code}</small></span> },
        { title: t('level'), width: 120, render: (_, row) => <Tag tone="accent">{t(`levels.${row.level}`)}</Tag> },
        { title: t('kind'), width: 140, render: (_, row) => t(`kinds.${row.kind}`) },
        { title: t('partyBody'), render: (_, row) => row.partyBody },
        { title: t('counts'), width: 260, render: (_, row) => <span className="num">{counts(row)}</span> },
      ]}
    />
  );
}
