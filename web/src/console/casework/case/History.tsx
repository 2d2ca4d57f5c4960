import { useTranslation } from 'react-i18next';
import { useData } from '../../../core/data/useData';
import { dateTime, separator } from '../../../core/format';
import { Pager, usePaging } from '../../../desk/paging';
import { Nothing, States } from '../../../desk/States';
import { ReadsTable } from '../ReadsTable';
import { CaseHistoryDocument, CaseReadsDocument } from './case.gen';

/** What happened to a case, newest first: who, when, and which fields, never to what. */
export function History({ id }: { id: string }) {
  const { t } = useTranslation('casework');
  const paging = usePaging();
  const reading = useData(CaseHistoryDocument, { id, ...paging.variables });
  return (
    <States of={reading} isEmpty={(data) => data.caseTimeline.edges.length === 0} empty={<Nothing />}>
      {(data) => (
        <>
          <ol className="timeline">
            {data.caseTimeline.edges.map(({ cursor, node }) => (
              <li key={cursor}>
                <b>{t(`events.${node.kind}`)}{node.word && `：${t(`codes.${node.word}`, node.word)}`}</b>
                <span className="muted num">{[dateTime(node.happenedAt), node.actorName, node.fields.map((one) => t(`fields.${one}`, one)).join(separator())].filter(Boolean).join(' · ')}</span>
              </li>
            ))}
          </ol>
          <Pager paging={paging} found={data.caseTimeline} />
        </>
      )}
    </States>
  );
}

/** Who read what the case holds, for its supervisor. */
export function Reads({ id }: { id: string }) {
  const { t } = useTranslation('casework');
  const paging = usePaging();
  const reading = useData(CaseReadsDocument, { id, ...paging.variables });
  return (
    <>
      <p className="muted" style={{ marginTop: 0 }}>{t('reads.lead')}</p>
      <ReadsTable of={reading} within={(data) => data.caseAccessLog} paging={paging} />
    </>
  );
}
