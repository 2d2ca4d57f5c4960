import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { useCategories } from '../issues/useCategories';
import { Around } from './Around';
import { SettingsTemplatesDocument, type SettingsTemplatesQuery } from './settings.gen';

const TemplateModal = dialog(() => import('./TemplateModal'));
export type Template = SettingsTemplatesQuery['issueTemplates']['edges'][number]['node'];

/** The sentences that staff may answer with, for each step and in each language. */
export default function Templates() {
  const { t } = useTranslation('settings');
  const { nameOf } = useCategories();
  const paging = usePaging();
  const reading = useData(SettingsTemplatesDocument, paging.variables);
  const [setting, setSetting] = useState<Template | 'new' | null>(null);
  return (
    <Around at="templates">
      <section className="card flush" aria-label={t('issues.tabs.templates')}>
        <div className="filters"><Button type="primary" icon={<PlusOutlined />} onClick={() => setSetting('new')}>{t('templates.add')}</Button></div>
        <ConnectionTable
          label={t('issues.tabs.templates')}
          of={reading}
          connection={(data) => data.issueTemplates}
          paging={paging}
          width={900}
          empty={<Nothing title={t('templates.none')} hint={null} />}
          columns={[
            { title: t('templates.act'), width: 130, render: (_, row) => <b>{t(`issues:steps.${row.act}`)}</b> },
            { title: t('rules.category'), width: 150, render: (_, row) => nameOf(row.category) || t('rules.any') },
            { title: t('templates.locale'), width: 90, render: (_, row) => t(`templates.locales.${row.locale}`) },
            { title: t('templates.text'), render: (_, row) => <span lang={row.locale}>{row.text}</span> },
            { title: <span className="unseen">{t('shared:act.more')}</span>, width: 100, render: (_, row) => <Button size="small" onClick={() => setSetting(row)}>{t('change')}</Button> },
          ]}
        />
        <TemplateModal of={setting} onClose={() => setSetting(null)} onDone={reading.again} />
      </section>
    </Around>
  );
}
