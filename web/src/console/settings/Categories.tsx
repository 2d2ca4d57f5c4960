import { PlusOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { useCategories } from '../issues/useCategories';
import { Around } from './Around';
import { RetireCategoryDocument, SettingsCategoriesDocument, TakeUsualCategoriesDocument, type SettingsCategoriesQuery } from './settings.gen';
import { TERMS } from './terms';
import { useSure } from './useSure';

const CategoryModal = dialog(() => import('./CategoryModal'));
type Category = SettingsCategoriesQuery['issueCategories']['edges'][number]['node'];

/** The types of issues and their deadlines; one that is retired takes nothing new. */
export default function Categories() {
  const { t } = useTranslation('settings');
  const { message } = App.useApp();
  const sure = useSure();
  const { nameOf } = useCategories();
  const paging = usePaging();
  const reading = useData(SettingsCategoriesDocument, paging.variables);
  const [isAdding, setIsAdding] = useState(false);
  const [retire] = useAct(RetireCategoryDocument);
  const [take, isTaking] = useAct(TakeUsualCategoriesDocument);
  async function takeUsual(): Promise<void> {
    const outcome = await take({ input: { isWanted: true } });
    void (outcome.ok ? message.success(t('categories.taken', { count: outcome.made.count })) : message.error(outcome.problem.message));
    reading.again();
  }
  return (
    <Around at="categories">
      <section className="card flush" aria-label={t('issues.tabs.categories')}>
        <div className="filters">
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setIsAdding(true)}>{t('categories.add')}</Button>
          <Button loading={isTaking} onClick={() => void takeUsual()}>{t('categories.take')}</Button>
        </div>
        <ConnectionTable<SettingsCategoriesQuery, Category>
          label={t('issues.tabs.categories')}
          of={reading}
          connection={(data) => data.issueCategories}
          paging={paging}
          width={980}
          empty={<Nothing title={t('categories.none')} hint={t('categories.noneHint')} />}
          columns={[
            { title: t('name'), render: (_, row) => <span className="who"><b>{nameOf(row)}</b><small>{row.code}</small></span> },
            ...TERMS.map((term) => ({ title: t(`categories.${term}`), width: 110, align: 'right' as const, render: (_: unknown, row: Category) => <span className="num">{t('days', { count: row[term] })}</span> })),
            { title: t('categories.isSensitive'), width: 110, render: (_, row) => row.isSensitive && <Tag tone="warn">{t('categories.sensitive')}</Tag> },
            { title: t('state'), width: 100, render: (_, row) => <Tag tone={row.isActive ? 'good' : 'plain'}>{t(row.isActive ? 'inUse' : 'retired')}</Tag> },
            { title: <span className="unseen">{t('shared:act.more')}</span>, width: 100, render: (_, row) => row.isActive && <Button size="small" aria-label={t('retireOf', { name: nameOf(row) })} onClick={() => sure(t('retireOf', { name: nameOf(row) }), t('categories.retireHint'), t('retire'), () => retire({ input: { categoryId: row.id } }), reading.again)}>{t('retire')}</Button> },
          ]}
        />
        <CategoryModal open={isAdding} onClose={() => setIsAdding(false)} onDone={reading.again} />
      </section>
    </Around>
  );
}
