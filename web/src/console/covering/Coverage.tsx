import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { FOREVER, date } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { AssignmentsDocument, CoverageGapsDocument, EndOversightDocument, type AssignmentsQuery, type ListedLineFragment } from './covering.gen';

const AssignModal = dialog(() => import('./AssignModal'));
const GAPS = 100;
type Row = AssignmentsQuery['oversightAssignments']['edges'][number]['node'];

/** Who covers which community, those that nobody covers first. */
export default function Coverage() {
  const { t } = useTranslation('covering');
  const paging = usePaging();
  const gaps = useData(CoverageGapsDocument, { first: GAPS, after: null });
  const assignments = useData(AssignmentsDocument, paging.variables);
  const [assigning, setAssigning] = useState<ListedLineFragment | null>(null);
  const again = (): void => {
    setAssigning(null);
    gaps.again();
    assignments.again();
  };
  return (
    <Page title={t('cover.title')} lead={t('cover.lead')}>
      <div className="stack">
        <section className="card" aria-label={t('cover.gaps')}>
          <div className="card-head"><h2>{t('cover.gaps')}</h2>{gaps.kind === 'data' && gaps.data.coverageGaps.totalCount > 0 && <span className="tally num">{gaps.data.coverageGaps.totalCount}</span>}</div>
          <States of={gaps} rows={3} isEmpty={(data) => data.coverageGaps.totalCount === 0} empty={<Nothing title={t('cover.noGaps')} hint={null} />}>
            {(data) => (
              <ul className="plain-list rows">
                {data.coverageGaps.edges.map(({ node }) => (
                  <li key={node.communityId}>
                    <span className="who grow"><b>{node.name}</b><small>{node.operatorName} · {node.code}</small></span>
                    <Button aria-label={t('cover.assignOf', { name: node.name })} onClick={() => setAssigning(node)}>{t('cover.assign')}</Button>
                  </li>
                ))}
              </ul>
            )}
          </States>
        </section>
        <section className="card flush" aria-label={t('cover.current')}>
          <div className="card-head"><h2>{t('cover.current')}</h2></div>
          <ConnectionTable
            label={t('cover.current')}
            of={assignments}
            connection={(data) => data.oversightAssignments}
            paging={paging}
            width={760}
            empty={<Nothing title={t('cover.none')} hint={null} />}
            columns={[
              { title: t('cover.community'), render: (_, row) => <b>{row.community?.name}</b> },
              { title: t('cover.operator'), render: (_, row) => row.community?.operatorName },
              { title: t('cover.organisation'), render: (_, row) => row.organisation?.name ?? <span className="muted">{t('cover.byGrid')}</span> },
              { title: t('cover.since'), width: 150, render: (_, row) => <span className="num">{date(row.startsOn)}</span> },
              { title: t('cover.until'), width: 150, render: (_, row) => (row.endsOn === FOREVER ? <span className="muted">{t('cover.open')}</span> : <span className="num">{date(row.endsOn)}</span>) },
              { title: <span className="unseen">{t('shared:act.more')}</span>, width: 90, render: (_, row) => <End of={row} again={again} /> },
            ]}
          />
        </section>
      </div>
      {assigning && <AssignModal of={assigning} onClose={() => setAssigning(null)} onDone={again} />}
    </Page>
  );
}

function End({ of, again }: { of: Row; again: () => void }) {
  const { t } = useTranslation('covering');
  const { modal, message } = App.useApp();
  const [end] = useAct(EndOversightDocument);
  const name = of.community?.name ?? '';
  const ask = (): void =>
    void modal.confirm({
      title: t('cover.endOf', { name }),
      content: t('cover.endHint', { organisation: of.organisation?.name ?? t('cover.byGrid') }),
      okText: t('cover.end'),
      okButtonProps: { danger: true },
      cancelText: t('shared:act.cancel'),
      onOk: async () => {
        const outcome = await end({ input: { assignmentId: of.id } });
        void (outcome.ok ? message.success(t('cover.ended', { name })) : message.error(outcome.problem.message));
        again();
      },
    });
  return <Button size="small" type="link" danger aria-label={t('cover.endOf', { name })} onClick={ask}>{t('cover.end')}</Button>;
}
