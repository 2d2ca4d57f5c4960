import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { now } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { Tag } from '../../desk/Tag';
import type { Council } from './Agenda';
import { TakeBackCouncilInvitationDocument } from './agenda.gen';
import type { CouncilPageQuery } from './councils.gen';

const SeatModal = dialog(() => import('./SeatModal'));
type Seats = CouncilPageQuery['councilRegistrations'];
type Seat = Seats['edges'][number]['node'];

/** Who comes: those who took a seat, and those for whom one is kept. */
export function Registered({ council, of, again }: { council: Council; of: Seats; again: () => void }) {
  const { t } = useTranslation('councils');
  const may = useMay();
  const [isReserving, setIsReserving] = useState(false);
  const mayInvite = council.status === 'SCHEDULED' && Date.parse(council.startsAt) > now().getTime() && may('councils:record');
  const hasRoom = !council.seating || council.seating.reservedTaken < council.seating.reserved;
  return (
    <section className="card" aria-label={t('seat.title')}>
      <div className="card-head">
        <h2>{t('registered', { count: of.totalCount })}</h2>
        <span className="grow" />
        {mayInvite && hasRoom && <Button size="small" onClick={() => setIsReserving(true)}>{t('seat.reserve')}</Button>}
      </div>
      {of.edges.length === 0 && <p className="muted">{t('nobody')}</p>}
      <ul className="plain-list rows">
        {of.edges.map(({ node }) => <Line key={node.id} council={council} of={node} mayInvite={mayInvite} again={again} />)}
      </ul>
      <SeatModal council={council} open={isReserving} onClose={() => setIsReserving(false)} onDone={again} />
    </section>
  );
}

function Line({ council, of, mayInvite, again }: { council: Council; of: Seat; mayInvite: boolean; again: () => void }) {
  const { t } = useTranslation('councils');
  const { message, modal } = App.useApp();
  const [takeBack] = useAct(TakeBackCouncilInvitationDocument);
  const who = { name: of.resident?.name ?? '' };
  const ask = (): void =>
    void modal.confirm({
      title: t('seat.takeBackOf', { ...who, title: council.title }),
      content: t('seat.takeBackHint'),
      okText: t('seat.takeBack'),
      okButtonProps: { danger: true },
      cancelText: t('shared:act.cancel'),
      onOk: async () => {
        const outcome = await takeBack({ input: { registrationId: of.id } });
        void (outcome.ok ? message.success(t('seat.takenBack')) : message.error(outcome.problem.message));
        again();
      },
    });
  return (
    <li>
      <span className="grow">{of.resident && <Link to={`/residents/${of.resident.id}`}>{of.resident.name}</Link>}</span>
      {of.status === 'CANCELLED' && <Tag tone="plain">{t(of.takenBackAt ? 'seat.revoked' : 'seat.declined')}</Tag>}
      {of.kind !== 'OPEN' && <Tag tone={of.kind === 'RESERVED' ? 'accent' : 'cold'}>{t(`seat.kinds.${of.kind}`)}</Tag>}
      {mayInvite && of.kind === 'RESERVED' && of.status === 'REGISTERED' && <Button size="small" type="text" danger aria-label={t('seat.takeBackFrom', who)} onClick={ask}>{t('seat.takeBack')}</Button>}
    </li>
  );
}
