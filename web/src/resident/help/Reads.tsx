import { useTranslation } from 'react-i18next';
import { useData, type Reading } from '../../core/data/useData';
import { dateTime } from '../../core/format';
import { Pager, usePlace } from '../parts/Pager';
import { States } from '../parts/States';
import { OwnCaseReadsDocument, OwnHelpReadsDocument, type ReadsPageFragment } from './help.gen';

/** Who read one's own case, or what one asked before it. */
export function CaseReads({ id }: { id: string }) {
  const after = usePlace();
  const reading = useData(OwnCaseReadsDocument, { id, after });
  return <Reads of={reading} within={(data) => data.caseAccessLog} />;
}

/** Who read what one asked the station for. */
export function HelpReads({ id }: { id: string }) {
  const after = usePlace();
  const reading = useData(OwnHelpReadsDocument, { id, after });
  return <Reads of={reading} within={(data) => data.helpAccessLog} />;
}

function Reads<Data>({ of, within }: { of: Reading<Data>; within: (data: Data) => ReadsPageFragment }) {
  const { t } = useTranslation('help');
  return (
    <>
      <h2 className="section">{t('reads')}</h2>
      <States of={of} rows={1} isEmpty={(data) => within(data).edges.length === 0} empty={<p className="soft">{t('noReads')}</p>}>
        {(data) => (
          <>
            <ul className="rows">{within(data).edges.map(({ node }, at) => <li key={`${node.readAt}${at}`} className="row"><span className="grow">{node.actorName ?? t('someone')}<small>{dateTime(node.readAt)}</small></span></li>)}</ul>
            <Pager of={within(data)} />
          </>
        )}
      </States>
    </>
  );
}
