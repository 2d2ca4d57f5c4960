import { Button, Tabs } from 'antd';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { dialog } from '../../desk/afresh';
import { later } from '../../desk/later';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import type { Wanted } from './ActModals';

const ActModals = dialog(() => import('./ActModals'));
const Days = later(async () => ({ default: (await import('./Days')).Days }));
const Needs = later(async () => ({ default: (await import('./Needs')).Needs }));
const Offers = later(async () => ({ default: (await import('./Offers')).Offers }));
const Register = later(async () => ({ default: (await import('./Register')).Register }));
const TABS = ['needs', 'offers', 'days', 'register'] as const;

/** Who helps the communities from outside: what is needed, what is offered, responsibility days, and who they are. */
export default function Partners() {
  const { t } = useTranslation('partners');
  const may = useMay();
  const paging = usePaging();
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('needs').withOptions({ history: 'push' }));
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const [round, setRound] = useState(0);
  const first = { needs: ['post', 'partners:ask'], offers: ['offer', 'partners:offer'], days: ['openDay', 'partners:run_days'], register: ['register', 'partners:register'] } as const;
  const [act, needs] = first[tab];
  const change = (next: string): void => {
    paging.first();
    void setTab(next as (typeof TABS)[number]);
  };
  return (
    <Page title={t('title')} lead={t('lead')} acts={may(needs) && <Button type="primary" onClick={() => setWanted({ act, id: '', name: '' })}>{t(`do.${act}`)}</Button>}>
      <Tabs
        activeKey={tab}
        onChange={change}
        destroyOnHidden
        items={[
          { key: 'needs', label: t('tabs.needs'), children: <Needs key={round} onAct={setWanted} /> },
          { key: 'offers', label: t('tabs.offers'), children: <Offers key={round} onAct={setWanted} /> },
          { key: 'days', label: t('tabs.days'), children: <Days key={round} onAct={setWanted} /> },
          { key: 'register', label: t('tabs.register'), children: <Register key={round} onAct={setWanted} /> },
        ]}
      />
      <ActModals of={wanted} onClose={() => setWanted(null)} onDone={() => setRound(round + 1)} />
    </Page>
  );
}
