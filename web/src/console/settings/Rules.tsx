import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { useCategories } from '../issues/useCategories';
import { RemoveRuleDocument, SettingsRulesDocument } from './settings.gen';
import { useSure } from './useSure';
import { Around } from './Around';

const RuleModal = dialog(() => import('./RuleModal'));
/** Who gets new issues of a type at a place. */
export default function Rules() {
  const { t } = useTranslation('settings');
  const sure = useSure();
  const { nameOf } = useCategories();
  const paging = usePaging();
  const reading = useData(SettingsRulesDocument, paging.variables);
  const [isAdding, setIsAdding] = useState(false);
  const [remove] = useAct(RemoveRuleDocument);
  return (
    <Around at="rules">
      <section className="card flush" aria-label={t('issues.tabs.rules')}>
        <div className="filters"><Button type="primary" icon={<PlusOutlined />} onClick={() => setIsAdding(true)}>{t('rules.add')}</Button></div>
        <ConnectionTable
          label={t('issues.tabs.rules')}
          of={reading}
          connection={(data) => data.issueRules}
          paging={paging}
          width={860}
          empty={<Nothing title={t('rules.none')} hint={t('rules.noneHint')} />}
          columns={[
            { title: t('rules.category'), width: 180, render: (_, row) => nameOf(row.category) || t('rules.any') },
            { title: t('rules.where'), render: (_, row) => [row.community?.name, row.building?.name].filter(Boolean).join(' · ') || t('rules.everywhere') },
            { title: t('rules.whoGets'), render: (_, row) => <b>{[row.assignee?.displayName, row.department].filter(Boolean).join(' · ')}</b> },
            { title: <span className="unseen">{t('shared:act.more')}</span>, width: 100, render: (_, row) => <Button size="small" onClick={() => sure(t('rules.removeOf', { name: row.assignee?.displayName ?? row.department ?? '' }), t('rules.removeHint'), t('remove'), () => remove({ input: { ruleId: row.id } }), reading.again)}>{t('remove')}</Button> },
          ]}
        />
        <RuleModal open={isAdding} onClose={() => setIsAdding(false)} onDone={reading.again} />
      </section>
    </Around>
  );
}
