import { Tabs } from 'antd';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { later } from '../../desk/later';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';

const Register = later(async () => ({ default: (await import('./Register')).Register }));
const Matches = later(async () => ({ default: (await import('./Matches')).Matches }));
const TABS = ['mentors', 'matches'] as const;

/** Residents who teach others, and what has come of it; staff read, the people arrange it themselves. */
export default function Mentors() {
  const { t } = useTranslation('mentors');
  const paging = usePaging();
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('mentors').withOptions({ history: 'push' }));
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Tabs
        activeKey={tab}
        onChange={(key) => { paging.first(); void setTab(key as (typeof TABS)[number]); }}
        destroyOnHidden
        items={[
          { key: 'mentors', label: t('tabs.mentors'), children: <Register /> },
          { key: 'matches', label: t('tabs.matches'), children: <Matches /> },
        ]}
      />
    </Page>
  );
}
