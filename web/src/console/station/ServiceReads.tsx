import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useData } from '../../core/data/useData';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { ReadsTable } from '../casework/ReadsTable';
import { ServiceReadsDocument } from './station.gen';

/** Who read what was written of a service, for the station's supervisor. */
export default function ServiceReads() {
  const { t } = useTranslation('station');
  const { id = '' } = useParams();
  const paging = usePaging();
  const reading = useData(ServiceReadsDocument, { id, ...paging.variables });
  return (
    <Page title={t('service.reads')} lead={t('service.readsLead')} crumbs={[{ to: '/services', label: t('service.title') }]}>
      <section className="card" aria-label={t('service.reads')}>
        <ReadsTable of={reading} within={(data) => data.serviceAccessLog} paging={paging} />
      </section>
    </Page>
  );
}
