import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { Page } from '../parts/Page';
import { States } from '../parts/States';
import { MyPartyDocument } from './party.gen';
import { Report } from './Report';
import { ReportIn } from './ReportIn';
import { Transfers } from './Transfers';

/** One's report-in to the Party organisation of where one lives: whether, who sees what of it, and its end. */
export default function Party() {
  const { t } = useTranslation('party');
  const reading = useData(MyPartyDocument, {});
  return (
    <Page title={t('title')} back="/mine">
      <States of={reading}>
        {({ residents, partyReports, partyTransfers }) => {
          const report = partyReports.edges[0]?.node;
          const isMember = residents.edges[0]?.node.partyStatus === 'PARTY_MEMBER';
          if (report) return <><Report report={report} again={reading.again} /><Transfers report={report} transfers={partyTransfers.edges.map((edge) => edge.node)} again={reading.again} /></>;
          return isMember ? <ReportIn again={reading.again} /> : <section className="card"><h2>{t('onlyMembers')}</h2><p className="soft">{t('onlyMembersHint')}</p></section>;
        }}
      </States>
    </Page>
  );
}
