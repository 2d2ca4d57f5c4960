import { PlusOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date, number } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { Page } from '../../desk/Page';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { EndPartyOrgDocument, PlatformOrgsDocument, type OrgLineFragment } from './covering.gen';

const CreateModal = dialog(() => import('./CreateModal'));
const SupervisorModal = dialog(() => import('./SupervisorModal'));

/** The organisations of the district, and who speaks for them. */
export default function PartyOrgs() {
  const { t } = useTranslation('covering');
  const { modal, message } = App.useApp();
  const paging = usePaging();
  const reading = useData(PlatformOrgsDocument, paging.variables);
  const [isCreating, setIsCreating] = useState(false);
  const [appointing, setAppointing] = useState<OrgLineFragment | null>(null);
  const [end] = useAct(EndPartyOrgDocument);
  const ask = (row: OrgLineFragment): void =>
    void modal.confirm({
      title: t('orgs.endOf', { name: row.name }),
      content: t('orgs.endHint'),
      okText: t('orgs.end'),
      okButtonProps: { danger: true },
      cancelText: t('shared:act.cancel'),
      onOk: async () => {
        const outcome = await end({ input: { organisationId: row.id } });
        void (outcome.ok ? message.success(t('orgs.ended', { name: row.name })) : message.error(outcome.problem.message));
        reading.again();
      },
    });
  return (
    <Page title={t('orgs.title')} lead={t('orgs.lead')} acts={<Button type="primary" icon={<PlusOutlined />} onClick={() => setIsCreating(true)}>{t('orgs.create')}</Button>}>
      <section className="card flush" aria-label={t('orgs.title')}>
        <ConnectionTable
          label={t('orgs.title')}
          of={reading}
          connection={(data) => data.partyOrgs}
          paging={paging}
          width={860}
          empty={<Nothing title={t('orgs.none')} hint={t('orgs.noneHint')} />}
          columns={[
            { title: t('orgs.name'), render: (_, row) => <b>{row.name}</b> },
            { title: t('orgs.kind'), width: 130, render: (_, row) => <Tag tone="accent">{t(`orgs.kinds.${row.kind}`)}</Tag> },
            { title: t('orgs.parent'), render: (_, row) => row.parent?.name ?? <span className="muted">{t('orgs.noParent')}</span> },
            { title: t('orgs.beneath'), width: 80, align: 'right', render: (_, row) => <span className="num">{number(row.childCount)}</span> },
            { title: t('orgs.formedOn'), width: 150, render: (_, row) => <span className="num">{date(row.formedOn)}</span> },
            {
              title: <span className="unseen">{t('shared:act.more')}</span>,
              width: 170,
              render: (_, row) => (
                <span className="acts">
                  <Button size="small" type="link" aria-label={t('orgs.supervisorOf', { name: row.name })} onClick={() => setAppointing(row)}>{t('orgs.supervisor')}</Button>
                  <Button size="small" type="link" danger aria-label={t('orgs.endOf', { name: row.name })} onClick={() => ask(row)}>{t('orgs.end')}</Button>
                </span>
              ),
            },
          ]}
        />
      </section>
      {isCreating && <CreateModal onClose={() => setIsCreating(false)} onDone={() => { setIsCreating(false); reading.again(); }} />}
      {appointing && <SupervisorModal of={appointing} onClose={() => setAppointing(null)} />}
    </Page>
  );
}
