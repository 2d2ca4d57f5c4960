import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dialog } from '../../desk/afresh';
import { Page } from '../../desk/Page';
import { GridTable } from './GridTable';

const GridModal = dialog(() => import('./GridModal'));

/** The roots of the district's trees. */
export default function Grids() {
  const { t } = useTranslation('grids');
  const [isCreating, setIsCreating] = useState(false);
  return (
    <Page title={t('title')} lead={t('lead')} acts={<Button type="primary" icon={<PlusOutlined />} onClick={() => setIsCreating(true)}>{t('create')}</Button>}>
      <section className="card flush" aria-label={t('all')}><GridTable label={t('all')} filter={{ onlyRoots: true }} empty={t('none')} hint={t('noneHint')} /></section>
      {isCreating && <GridModal onClose={() => setIsCreating(false)} />}
    </Page>
  );
}
