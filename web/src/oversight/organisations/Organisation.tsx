import { App, Button } from 'antd';
import { PlusOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date, number } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { EndOfficeDocument, MembersOfDocument, type OfficerRowFragment } from './organisations.gen';
import type { Organisation as Shown } from './Organisations';

const AppointModal = dialog(() => import('./AppointModal'));
const FormModal = dialog(() => import('./FormModal'));
const CloseModal = dialog(() => import('./CloseModal'));

interface Asked {
  of: Shown;
  again: () => void;
}

/** One organisation: what its numbers suggest, who holds its offices, who reported in. */
export function Organisation({ of, again }: Asked) {
  const { t } = useTranslation('organisations');
  const [open, setOpen] = useState<'form' | 'close' | null>(null);
  const keeps = useMay()('party:keep_records');
  const close = (): void => setOpen(null);
  const done = (): void => {
    close();
    again();
  };
  const leads = of.kind === 'COMMITTEE' || of.kind === 'GENERAL_BRANCH';
  const figures = { members: of.memberCount ?? 0, formal: of.formalMemberCount ?? 0 };
  return (
    <div className="stack">
      <section className="card" aria-label={of.name}>
        <div className="card-head">
          <h2>{of.name}</h2>
          <Tag tone="accent">{of.project ? t('temporary') : t(`kinds.${of.kind}`)}</Tag>
          <span className="grow" />
          {keeps && leads && <Button icon={<PlusOutlined />} onClick={() => setOpen('form')}>{t('form')}</Button>}
          {keeps && of.project && <Button onClick={() => setOpen('close')}>{t('close')}</Button>}
        </div>
        <dl className="facts">
          <dt>{t('formedOn')}</dt><dd className="num">{date(of.formedOn)}</dd>
          {of.project && <><dt>{t('project')}</dt><dd>{of.project}</dd><dt>{t('endsOn')}</dt><dd className="num">{date(of.endsOn)}</dd></>}
          <dt>{t('reportedIn')}</dt><dd className="num">{t('reported', { members: number(figures.members), formal: number(figures.formal) })}</dd>
        </dl>
        {of.hints.map((hint) => <p key={hint} className="form-error" style={{ background: 'var(--warn-pale)', color: '#6f4300', margin: '12px 0 0' }}>{t(`hints.${hint}`)}</p>)}
      </section>
      {open === 'form' && <FormModal parent={of} onClose={close} onDone={done} />}
      {open === 'close' && <CloseModal branch={of} onClose={close} onDone={done} />}
      <Officers of={of} again={again} />
      <Members of={of} />
    </div>
  );
}

function Officers({ of, again }: Asked) {
  const { t } = useTranslation('organisations');
  const may = useMay();
  const [isAppointing, setIsAppointing] = useState(false);
  const keeps = may('party:keep_records');
  return (
    <section className="card" aria-label={t('officers')}>
      <div className="card-head"><h2 className="grow">{t('officers')}</h2>{keeps && <Button icon={<PlusOutlined />} onClick={() => setIsAppointing(true)}>{t('appoint')}</Button>}</div>
      {of.officers.length === 0 && <Nothing title={t('noOfficers')} hint={null} />}
      <ul className="plain-list rows">
        {of.officers.map((one) => (
          <li key={one.id}>
            <span className="who grow"><b>{one.name}</b><small>{t('since', { office: t(`offices.${one.office}`), date: date(one.startsOn) })}</small></span>
            {keeps && <Leave officer={one} again={again} />}
          </li>
        ))}
      </ul>
      {isAppointing && <AppointModal organisation={of} onClose={() => setIsAppointing(false)} onDone={() => { setIsAppointing(false); again(); }} />}
    </section>
  );
}

function Leave({ officer, again }: { officer: OfficerRowFragment; again: () => void }) {
  const { t } = useTranslation('organisations');
  const { message, modal } = App.useApp();
  const [end, isBusy] = useAct(EndOfficeDocument);
  async function run(): Promise<void> {
    const outcome = await end({ input: { officerId: officer.id } });
    if (outcome.ok) again();
    else void message.error(outcome.problem.message);
  }
  const ask = (): void =>
    void modal.confirm({ title: t('leaveOf', { name: officer.name, office: t(`offices.${officer.office}`) }), content: t('leaveHint'), okText: t('leave'), okButtonProps: { danger: true }, cancelText: t('shared:act.cancel'), onOk: run });
  return <Button loading={isBusy} onClick={ask} aria-label={t('leaveLabel', { name: officer.name })}>{t('leave')}</Button>;
}

function Members({ of }: { of: Shown }) {
  const { t } = useTranslation('organisations');
  const paging = usePaging();
  const reading = useData(MembersOfDocument, { organisationId: of.id, ...paging.variables });
  return (
    <section className="card flush" aria-label={t('membersTitle')}>
      <div className="card-head"><h2>{t('membersTitle')}</h2></div>
      <p className="muted" style={{ margin: '0 20px 12px' }}>{t('membersHint')}</p>
      <ConnectionTable
        label={t('membersTitle')}
        of={reading}
        connection={(data) => data.partyMembers}
        paging={paging}
        width={720}
        empty={<Nothing title={t('noMembers')} hint={t('noMembersHint')} />}
        columns={[
          { title: t('name'), render: (_, row) => row.name ?? <span className="muted">{t('unnamed')}</span> },
          { title: t('stage'), width: 120, render: (_, row) => <Tag tone={row.stage === 'FORMAL' ? 'good' : 'cold'}>{t(`stages.${row.stage}`)}</Tag> },
          { title: t('joinedOn'), width: 150, render: (_, row) => (row.joinedOn ? <span className="num">{date(row.joinedOn)}</span> : <span className="muted">{t('unsaid')}</span>) },
          { title: t('home'), render: (_, row) => row.homeOrganisation?.name ?? row.homeName ?? <span className="muted">{t('unsaid')}</span> },
          { title: t('reportedInAt'), width: 150, render: (_, row) => <span className="num">{date(row.reportedInAt)}</span> },
        ]}
      />
    </section>
  );
}
