import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useData } from '../../core/data/useData';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { HelpReadsDocument } from './casework.gen';
import { ReadRows } from './ReadRows';

/** Who read what a resident asked a station for, for its supervisor. */
export default function HelpReads() {
  const { t } = useTranslation('casework');
  const { id = '' } = useParams();
  const paging = usePaging();
  const reading = useData(HelpReadsDocument, { id, ...paging.variables });
  return (
    <Page title={t('help.reads')} lead={t('help.readsLead')} crumbs={[{ to: '/help-requests', label: t('help.title') }]}>
      <section className="card" aria-label={t('help.reads')}>
        <States of={reading} isEmpty={(data) => data.helpAccessLog.edges.length === 0} empty={<Nothing title={t('reads.none')} hint={null} />}>
          {(data) => <ReadRows found={data.helpAccessLog} paging={paging} />}
        </States>
      </section>
    </Page>
  );
}
