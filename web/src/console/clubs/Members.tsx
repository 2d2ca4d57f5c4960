import { App, Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useAct, type Outcome } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import type { ClubOffice } from '../../core/schema.gen';
import { ConnectionTable } from '../../desk/ConnectionTable';
import { usePaging } from '../../desk/paging';
import { Nothing } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { AppointClubOfficerDocument, DecideClubMemberDocument, DeskClubMembersDocument } from './clubs.gen';
import { MEMBER_TONES } from './words';

const OFFICES = ['PRESIDENT', 'OFFICER'] as const satisfies readonly ClubOffice[];

/** Who belongs to a club, by the name that the others know; who has asked to. */
export function Members({ clubId, isAlive }: { clubId: string; isAlive: boolean }) {
  const { t } = useTranslation('clubs');
  const may = useMay();
  const { message } = App.useApp();
  const paging = usePaging();
  const reading = useData(DeskClubMembersDocument, { club: clubId, ...paging.variables });
  const [decide, isDeciding] = useAct(DecideClubMemberDocument);
  const [appoint, isAppointing] = useAct(AppointClubOfficerDocument);
  const mayRun = isAlive && may('clubs:run');
  const tell = <Data,>(outcome: Outcome<Data>): void => {
    if (!outcome.ok) return void message.error(outcome.problem.message);
    void message.success(t('done'));
    reading.again();
  };
  return (
    <section className="card flush" aria-label={t('tabs.members')}>
      <ConnectionTable
        label={t('tabs.members')}
        of={reading}
        connection={(data) => data.clubMembers}
        paging={paging}
        width={760}
        empty={<Nothing title={t('noMembers')} hint={null} />}
        columns={[
          { title: t('alias'), render: (_, row) => <b>{row.alias || t('erased')}</b> },
          { title: t('standing'), width: 120, render: (_, row) => <Tag tone={MEMBER_TONES[row.status]}>{t(`standings.${row.status}`)}</Tag> },
          { title: t('askedAt'), width: 160, render: (_, row) => <span className="num">{date(row.joinedAt ?? row.askedAt)}</span> },
          {
            title: t('office'),
            width: 170,
            render: (_, row) =>
              mayRun && row.status === 'ACTIVE' ? (
                <Select size="small" style={{ width: 140 }} disabled={isAppointing} aria-label={t('officeOf', { name: row.alias })} value={row.office ?? ''} onChange={(office) => void appoint({ input: { memberId: row.id, office: (office || null) as ClubOffice | null } }).then(tell)} options={[{ value: '', label: t('offices.NONE') }, ...OFFICES.map((one) => ({ value: one, label: t(`offices.${one}`) }))]} />
              ) : (
                row.office && t(`offices.${row.office}`)
              ),
          },
          {
            title: <span className="unseen">{t('shared:act.more')}</span>,
            width: 170,
            render: (_, row) =>
              mayRun && row.status === 'PENDING' && (
                <span className="acts">
                  <Button size="small" type="primary" disabled={isDeciding} aria-label={t('acceptOf', { name: row.alias })} onClick={() => void decide({ input: { memberId: row.id, isAccepted: true } }).then(tell)}>{t('accept')}</Button>
                  <Button size="small" disabled={isDeciding} aria-label={t('declineOf', { name: row.alias })} onClick={() => void decide({ input: { memberId: row.id, isAccepted: false } }).then(tell)}>{t('decline')}</Button>
                </span>
              ),
          },
        ]}
      />
    </section>
  );
}
