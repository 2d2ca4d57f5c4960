import { Tabs } from 'antd';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../core/auth/useSession';
import { later } from '../../../desk/later';
import type { CaseWholeFragment } from './case.gen';
import { Content } from './Content';

const Documents = later(async () => ({ default: (await import('./Documents')).Documents }));
const History = later(async () => ({ default: (await import('./History')).History }));
const Notes = later(async () => ({ default: (await import('./Notes')).Notes }));
const Reads = later(async () => ({ default: (await import('./History')).Reads }));
const TABS = ['plan', 'notes', 'documents', 'history', 'reads'] as const;

/** What a case holds, tab by tab; each reading of it is written down. */
export default function CaseTabs({ of, isWorking, again }: { of: CaseWholeFragment; isWorking: boolean; again: () => void }) {
  const { t } = useTranslation('casework');
  const may = useMay();
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('plan').withOptions({ history: 'push' }));
  return (
    <Tabs
      activeKey={tab}
      onChange={(next) => void setTab(next as (typeof TABS)[number])}
      items={[
        { key: 'plan', label: t('tabs.plan'), children: <Content of={of} isWorking={isWorking} again={again} /> },
        { key: 'notes', label: t('tabs.notes'), children: <Notes id={of.id} isWorking={isWorking && of.status === 'OPEN'} /> },
        { key: 'documents', label: t('tabs.documents'), children: <Documents id={of.id} isWorking={isWorking && of.status === 'OPEN'} /> },
        { key: 'history', label: t('tabs.history'), children: <History id={of.id} /> },
        ...(isWorking && may('casework:supervise') ? [{ key: 'reads', label: t('tabs.reads'), children: <Reads id={of.id} /> }] : []),
      ]}
      destroyOnHidden
    />
  );
}
