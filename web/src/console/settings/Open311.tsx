import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSeat } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date, dateTime } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { Open311ClientsDocument, RevokeOpen311ClientDocument } from './settings.gen';
import { useSure } from './useSure';

const ClientModal = dialog(() => import('./ClientModal'));
const KeyModal = dialog(() => import('./KeyModal'));

/** Programs of other organisations that report issues, each by a key of its own; while one is in force, anyone reads. */
export default function Open311() {
  const { t } = useTranslation('settings');
  const sure = useSure();
  const paging = usePaging();
  const reading = useData(Open311ClientsDocument, paging.variables);
  const [isAdding, setIsAdding] = useState(false);
  const [apiKey, setApiKey] = useState<string | null>(null);
  const [revoke] = useAct(RevokeOpen311ClientDocument);
  return (
    <Page title={t('open311.title')} lead={t('open311.lead')} acts={<Button type="primary" icon={<PlusOutlined />} onClick={() => setIsAdding(true)}>{t('open311.give')}</Button>}>
      <div className="stack">
        <Told />
        <section className="card flush" aria-label={t('open311.keys')}>
          <ConnectionTable
            label={t('open311.keys')}
            of={reading}
            connection={(data) => data.open311Clients}
            paging={paging}
            width={700}
            empty={<Nothing title={t('open311.none')} hint={t('open311.noneHint')} />}
            columns={[
              { title: t('open311.who'), render: (_, row) => <span className="who"><b>{row.name}</b><small>{t('open311.since', { date: date(row.createdAt) })}</small></span> },
              { title: t('open311.used'), width: 190, render: (_, row) => (row.usedAt ? <span className="num">{dateTime(row.usedAt)}</span> : <span className="muted">{t('open311.unused')}</span>) },
              { title: t('state'), width: 110, render: (_, row) => <Tag tone={row.revokedAt ? 'plain' : 'good'}>{t(row.revokedAt ? 'open311.revoked' : 'open311.inForce')}</Tag> },
              { title: <span className="unseen">{t('shared:act.more')}</span>, width: 100, render: (_, row) => !row.revokedAt && <Button size="small" danger aria-label={t('open311.revokeOf', { name: row.name })} onClick={() => sure(t('open311.revokeOf', { name: row.name }), t('open311.revokeHint'), t('open311.revoke'), () => revoke({ input: { clientId: row.id } }), reading.again)}>{t('open311.revoke')}</Button> },
            ]}
          />
        </section>
      </div>
      <ClientModal open={isAdding} onClose={() => setIsAdding(false)} onKey={(made) => { setApiKey(made); reading.again(); }} />
      <KeyModal apiKey={apiKey} open={apiKey !== null} onClose={() => setApiKey(null)} />
    </Page>
  );
}

/** What the other side has to know, and what everybody can read. */
function Told() {
  const { t } = useTranslation('settings');
  const { operatorCode } = useSeat();
  const lines = [
    ['address', `${location.origin}/open311/v2`],
    ['discovery', `${location.origin}/open311/discovery.json`],
    ['jurisdiction', operatorCode ?? ''],
  ] as const;
  return (
    <section className="card" aria-label={t('open311.told')}>
      <div className="card-head"><h2>{t('open311.told')}</h2></div>
      <dl className="facts">
        {lines.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{t(`open311.${name}`)}</dt>
            <dd><code style={{ overflowWrap: 'anywhere' }}>{value}</code></dd>
          </div>
        ))}
      </dl>
      <p className="muted">{t('open311.public')}</p>
    </section>
  );
}
