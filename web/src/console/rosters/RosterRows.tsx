import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { number } from '../../core/format';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { RosterRowsDocument, type ImportHeadFragment } from './rosters.gen';
import { KIND_TONES, KINDS, STATE_TONES } from './tones';

/** What each row would change, or did; the errors first in sight. */
export default function RosterRows({ id, head }: { id: string; head: ImportHeadFragment }) {
  const { t } = useTranslation('rosters');
  const paging = usePaging();
  const [kind, setKind] = useQueryState('kind', parseAsStringLiteral(KINDS).withOptions({ history: 'push' }));
  const reading = useData(RosterRowsDocument, { id, ...paging.variables, kinds: kind ? [kind] : null, states: null });
  const choose = (next: typeof kind): void => {
    paging.first();
    void setKind(next);
  };
  return (
    <section className="card flush" aria-label={t('changes')}>
      <div className="filters kinds" role="group" aria-label={t('changes')}>
        <button type="button" aria-pressed={kind === null} onClick={() => choose(null)}>{t('allKinds')}<b className="num">{number(head.rowsTotal)}</b></button>
        {KINDS.map((one) => {
          const rows = head.counts.find((count) => count.kind === one)?.rows ?? 0;
          return rows > 0 && <button key={one} type="button" aria-pressed={kind === one} className={KIND_TONES[one]} onClick={() => choose(one)}>{t(`kind.${one}`)}<b className="num">{number(rows)}</b></button>;
        })}
      </div>
      <ConnectionTable
        label={t('changes')}
        of={reading}
        connection={(data) => data.rosterImport?.rows ?? { edges: [], pageInfo: { hasNextPage: false }, totalCount: 0 }}
        paging={paging}
        empty={<Nothing title={t('noRows')} hint={null} />}
        columns={[
          { title: t('number'), width: 110, render: (_, row) => (row.number === null ? <span className="muted">{t('numberNone')}</span> : <span className="num">{t('rowOf', { number: row.number })}</span>) },
          { title: t('name'), width: 100, dataIndex: 'nameMasked' },
          { title: t('place'), width: 180, dataIndex: 'place' },
          { title: t('change'), width: 110, render: (_, row) => <Tag tone={KIND_TONES[row.kind]}>{t(`kind.${row.kind}`)}</Tag> },
          {
            title: t('problem'),
            render: (_, row) => row.problems.map((problem) => (
              <p key={problem.code + (problem.field ?? '')} className="row-problem">
                {(problem.letter ?? problem.field) && <b>{[problem.letter && t('at', { letter: problem.letter }), problem.field && t(`field.${problem.field}`)].filter(Boolean).join(' ')}</b>}
                {problem.message}
              </p>
            )),
          },
          { title: t('result'), width: 100, render: (_, row) => row.kind !== 'ERROR' && <Tag tone={STATE_TONES[row.state]}>{t(`state.${row.state}`)}</Tag> },
        ]}
      />
    </section>
  );
}
