import { Button } from 'antd';
import { PlusOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { CommunitiesDocument } from './communities.gen';

const CreateCommunityModal = dialog(() => import('./CreateCommunityModal'));

export default function Communities() {
  const { t, i18n } = useTranslation('housing');
  const go = useNavigate();
  const may = useMay();
  const paging = usePaging();
  const [isCreating, setIsCreating] = useState(false);
  const reading = useData(CommunitiesDocument, paging.variables);
  return (
    <Page title={t('title')} lead={t('lead')} acts={may('housing:manage_inventory') && <Button type="primary" icon={<PlusOutlined />} onClick={() => setIsCreating(true)}>{t('create')}</Button>}>
      <section className="card flush" aria-label={t('title')}>
        <ConnectionTable
          label={t('title')}
          of={reading}
          connection={(data) => data.communities}
          paging={paging}
          empty={<Nothing title={t('empty')} hint={t('emptyHint')} />}
          columns={[
            { title: t('name'), render: (_, row) => <Link to={`/communities/${row.id}`}><b>{row.name}</b></Link> },
            { title: t('subdistrict'), width: 120, render: (_, row) => (i18n.language === 'en' ? row.subdistrict?.nameEn : row.subdistrict?.nameZh) },
            { title: t('address'), dataIndex: 'address', ellipsis: true },
            { title: t('type'), width: 200, render: (_, row) => t(`productType.${row.productType}`) },
            { title: t('governance'), width: 230, render: (_, row) => row.governanceMode && t(`shared:governance.${row.governanceMode}`) },
            { title: t('openedOn'), width: 140, render: (_, row) => <span className="num">{date(row.openedOn)}</span> },
          ]}
        />
      </section>
      <CreateCommunityModal open={isCreating} onClose={() => setIsCreating(false)} onDone={(id) => void go(`/communities/${id}`)} />
    </Page>
  );
}
