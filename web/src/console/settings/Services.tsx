import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { useNameOf } from '../../core/useNameOf';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { RetireServiceDocument, SettingsServicesDocument } from './settings.gen';
import { useSure } from './useSure';

const ServiceModal = dialog(() => import('./ServiceModal'));

/** What the operator's stations do; nothing new is written down under one that is retired. */
export default function Services() {
  const { t } = useTranslation('settings');
  const sure = useSure();
  const paging = usePaging();
  const reading = useData(SettingsServicesDocument, paging.variables);
  const [isAdding, setIsAdding] = useState(false);
  const [retire] = useAct(RetireServiceDocument);
  const nameOf = useNameOf();
  return (
    <Page title={t('services.title')} lead={t('services.lead')} acts={<Button type="primary" icon={<PlusOutlined />} onClick={() => setIsAdding(true)}>{t('services.add')}</Button>}>
      <section className="card flush" aria-label={t('services.title')}>
        <ConnectionTable
          label={t('services.title')}
          of={reading}
          connection={(data) => data.serviceItems}
          paging={paging}
          width={700}
          empty={<Nothing title={t('services.none')} hint={null} />}
          columns={[
            { title: t('name'), render: (_, row) => <span className="who"><b>{nameOf(row)}</b><small>{row.code}</small></span> },
            { title: t('services.area'), width: 160, render: (_, row) => t(`station:areas.${row.area}`) },
            { title: t('state'), width: 110, render: (_, row) => <Tag tone={row.isActive ? 'good' : 'plain'}>{t(row.isActive ? 'inUse' : 'retired')}</Tag> },
            { title: <span className="unseen">{t('shared:act.more')}</span>, width: 100, render: (_, row) => row.isActive && <Button size="small" aria-label={t('retireOf', { name: nameOf(row) })} onClick={() => sure(t('retireOf', { name: nameOf(row) }), t('services.retireHint'), t('retire'), () => retire({ input: { itemId: row.id } }), reading.again)}>{t('retire')}</Button> },
          ]}
        />
      </section>
      <ServiceModal open={isAdding} onClose={() => setIsAdding(false)} onDone={reading.again} />
    </Page>
  );
}
