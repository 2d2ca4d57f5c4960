import { useTranslation } from 'react-i18next';
import { useData } from '../../../core/data/useData';
import { dateTime } from '../../../core/format';
import { Pager, usePaging } from '../../../desk/paging';
import { Nothing, States } from '../../../desk/States';
import { GroupReadsDocument, GroupTimelineDocument } from './groups.gen';

/** What happened to a group, newest first. */
export function Log({ id }: { id: string }) {
  const { t } = useTranslation('station');
  const paging = usePaging();
  const reading = useData(GroupTimelineDocument, { id, ...paging.variables });
  return (
    <States of={reading} isEmpty={(data) => data.groupTimeline.edges.length === 0} empty={<Nothing />}>
      {(data) => (
        <>
          <ol className="timeline">
            {data.groupTimeline.edges.map(({ cursor, node }) => (
              <li key={cursor}><b>{t(`group.events.${node.word}`)}{node.detail && `：${t(`group.details.${node.detail}`)}`}</b><span className="muted num">{[dateTime(node.happenedAt), node.actorName].filter(Boolean).join(' · ')}</span></li>
            ))}
          </ol>
          <Pager paging={paging} found={data.groupTimeline} />
        </>
      )}
    </States>
  );
}

/** Who read what a group holds, for its supervisor. */
export function Reads({ id }: { id: string }) {
  const { t } = useTranslation('station');
  const paging = usePaging();
  const reading = useData(GroupReadsDocument, { id, ...paging.variables });
  return (
    <>
      <p className="muted" style={{ marginTop: 0 }}>{t('group.readsLead')}</p>
      <States of={reading} isEmpty={(data) => data.groupAccessLog.edges.length === 0} empty={<Nothing title={t('group.noReads')} hint={null} />}>
        {(data) => (
          <>
            <ul className="plain-list rows">{data.groupAccessLog.edges.map(({ cursor, node }) => <li key={cursor}><span className="grow">{node.actorName ?? t('group.unknown')}</span><span className="muted num">{dateTime(node.happenedAt)}</span></li>)}</ul>
            <Pager paging={paging} found={data.groupAccessLog} />
          </>
        )}
      </States>
    </>
  );
}
