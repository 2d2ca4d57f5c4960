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
import { RevealCouncilAnswersDocument } from './questions.gen';

const AnswersModal = dialog(() => import('./AnswersModal'));
const DoorModal = dialog(() => import('./DoorModal'));
const QuestionsModal = dialog(() => import('./QuestionsModal'));
const SeatModal = dialog(() => import('./SeatModal'));
type Seats = CouncilPageQuery['councilRegistrations'];
type Seat = Seats['edges'][number]['node'];

/** Who comes: those who took a seat, and those for whom one is kept. */
export function Registered({ council, of, again }: { council: Council; of: Seats; again: () => void }) {
  const { t } = useTranslation('councils');
  const may = useMay();
  const [isReserving, setIsReserving] = useState(false);
  const mayInvite = council.status === 'SCHEDULED' && Date.parse(council.startsAt) > now().getTime() && may('councils:record');
  const mayAsk = council.status === 'SCHEDULED' && may('councils:call');
  const hasDoor = council.status === 'SCHEDULED' && may('councils:record');
  const [open, setOpen] = useState<'door' | 'questions' | null>(null);
  const hasRoom = !council.seating || council.seating.reservedTaken < council.seating.reserved;
  return (
    <section className="card" aria-label={t('seat.title')}>
      <div className="card-head">
        <h2>{t('registered', { count: of.totalCount })}</h2>
        <span className="grow" />
        {mayAsk && <Button size="small" onClick={() => setOpen('questions')}>{t('ask.title')}</Button>}
        {hasDoor && <Button size="small" onClick={() => setOpen('door')}>{t('door.letIn')}</Button>}
        {mayInvite && hasRoom && <Button size="small" onClick={() => setIsReserving(true)}>{t('seat.reserve')}</Button>}
      </div>
      {of.edges.length === 0 && <p className="muted">{t('nobody')}</p>}
      <ul className="plain-list rows">
        {of.edges.map(({ node }) => <Line key={node.id} council={council} of={node} mayInvite={mayInvite} again={again} />)}
      </ul>
      <DoorModal council={council} open={open === 'door'} onClose={() => setOpen(null)} onDone={again} />
      <QuestionsModal council={council} open={open === 'questions'} onClose={() => setOpen(null)} onDone={again} />
      <SeatModal council={council} open={isReserving} onClose={() => setIsReserving(false)} onDone={again} />
    </section>
  );
}

function Line({ council, of, mayInvite, again }: { council: Council; of: Seat; mayInvite: boolean; again: () => void }) {
  const { t } = useTranslation('councils');
  const { message, modal } = App.useApp();
  const [takeBack] = useAct(TakeBackCouncilInvitationDocument);
  const may = useMay();
  const [answers, setAnswers] = useState<readonly { question: string; text: string }[] | null>(null);
  const [reveal, isRevealing] = useAct(RevealCouncilAnswersDocument);
  const read = async (): Promise<void> => {
    const outcome = await reveal({ input: { registrationIds: [of.id] } });
    if (outcome.ok) setAnswers(outcome.made.seats[0]?.answers ?? []);
    else void message.error(outcome.problem.message);
  };
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
      {of.admittedAt && of.status === 'PRESENT' && <Tag tone="good">{t('door.in')}</Tag>}
      {council.form && of.status !== 'CANCELLED' && may('councils:read_answers') && <Button size="small" type="text" loading={isRevealing} aria-label={t('ask.readOf', who)} onClick={() => void read()}>{t('ask.read')}</Button>}
      <AnswersModal who={who.name} answers={answers} onClose={() => setAnswers(null)} />
      {mayInvite && of.kind === 'RESERVED' && of.status === 'REGISTERED' && <Button size="small" type="text" danger aria-label={t('seat.takeBackFrom', who)} onClick={ask}>{t('seat.takeBack')}</Button>}
    </li>
  );
}
