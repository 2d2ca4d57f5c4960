import { App, Button, Segmented } from 'antd';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { dateTime } from '../../core/format';
import type { WebhookDeliveryStatus } from '../../core/schema.gen';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag, type Tone } from '../../desk/Tag';
import { RedeliverWebhookDocument, WebhookDeliveriesDocument } from './webhooks.gen';

const STATUSES = ['ALL', 'PENDING', 'DELIVERED', 'FAILED'] as const;
const TONES: Record<WebhookDeliveryStatus, Tone> = { PENDING: 'cold', DELIVERED: 'good', FAILED: 'bad' };

export default function Deliveries() {
  const { t } = useTranslation('webhooks');
  const { id = '' } = useParams();
  const { message } = App.useApp();
  const paging = usePaging();
  const [status, setStatus] = useQueryState('status', parseAsStringLiteral(STATUSES).withDefault('ALL').withOptions({ history: 'push' }));
  const reading = useData(WebhookDeliveriesDocument, { id, ...paging.variables, status: status === 'ALL' ? null : status });
  const [again, isBusy] = useAct(RedeliverWebhookDocument);
  async function resend(deliveryId: string): Promise<void> {
    const outcome = await again({ input: { deliveryId } });
    void (outcome.ok ? message.success(t('resent')) : message.error(outcome.problem.message));
  }
  return (
    <Page title={t('deliveries')} crumbs={[{ to: '/webhooks', label: t('title') }]}>
      <section className="card flush" aria-label={t('deliveries')}>
        <div className="filters"><Segmented value={status} onChange={(next) => { paging.first(); void setStatus(next); }} options={STATUSES.map((one) => ({ value: one, label: one === 'ALL' ? t('shared:act.all') : t(`statuses.${one}`) }))} /></div>
        <ConnectionTable
          label={t('deliveries')}
          of={reading}
          connection={(data) => data.webhookDeliveries}
          paging={paging}
          empty={<Nothing title={t('noDeliveries')} hint={null} />}
          columns={[
            { title: t('event'), dataIndex: 'event' },
            { title: t('status'), width: 110, render: (_, row) => <Tag tone={TONES[row.status]}>{t(`statuses.${row.status}`)}</Tag> },
            { title: t('attempts'), width: 80, align: 'right', dataIndex: 'attempts' },
            { title: t('tried'), width: 190, render: (_, row) => row.triedAt && <span className="num">{dateTime(row.triedAt)}</span> },
            { title: t('fault'), width: 160, render: (_, row) => row.fault && t(`faults.${row.fault}`, { status: row.answeredStatus }) },
            { title: <span className="unseen">{t('again')}</span>, width: 110, render: (_, row) => row.status !== 'PENDING' && <Button size="small" type="link" disabled={isBusy} onClick={() => void resend(row.id)}>{t('again')}</Button> },
          ]}
        />
      </section>
    </Page>
  );
}
