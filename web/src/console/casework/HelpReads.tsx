import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useData } from '../../core/data/useData';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { HelpReadsDocument } from './casework.gen';
import { ReadsTable } from './ReadsTable';

/** Who read what a resident asked a station for, for its supervisor. */
export default function HelpReads() {
  const { t } = useTranslation('casework');
  const { id = '' } = useParams();
  const paging = usePaging();
  const reading = useData(HelpReadsDocument, { id, ...paging.variables });
  return (
    <Page title={t('help.reads')} lead={t('help.readsLead')} crumbs={[{ to: '/help-requests', label: t('help.title') }]}>
      <section className="card" aria-label={t('help.reads')}>
        <ReadsTable of={reading} within={(data) => data.helpAccessLog} paging={paging} />
      </section>
    </Page>
  );
}
