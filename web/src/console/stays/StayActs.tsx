import { App, Button, Dropdown } from 'antd';
import { MoreOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import type { StayStatus } from '../../core/schema.gen';
import { ConfirmArrivalDocument } from '../rooms/rooms.gen';
import { CancelModal, CheckOutModal, ExtendModal, RegistrationModal, type Subject } from './LeaveModals';
import { TransferModal } from './TransferModal';

export type { Subject } from './LeaveModals';
type Open = 'checkOut' | 'transfer' | 'extend' | 'cancel' | 'registration';

interface Shown {
  stay: Subject & { status: StayStatus; registeredOn?: string | null };
  onDone?: () => void;
  /** In a row of a table: one button for all. */
  compact?: boolean;
}

/** What can be done with a stay, by where it stands. */
export function StayActs({ stay, onDone = () => undefined, compact = false }: Shown) {
  const { t } = useTranslation('stays');
  const may = useMay();
  const { message } = App.useApp();
  const [open, setOpen] = useState<Open | null>(null);
  const [confirm, isConfirming] = useAct(ConfirmArrivalDocument);
  if (!may('housing:check_in') || !['ACTIVE', 'RESERVED'].includes(stay.status)) return null;
  const isHere = stay.status === 'ACTIVE';

  async function arrive(): Promise<void> {
    const outcome = await confirm({ input: { stayId: stay.id } });
    if (!outcome.ok) return void message.error(outcome.problem.message);
    void message.success(t('arrived', { who: stay.who }));
    onDone();
  }

  const ways: readonly Open[] = isHere ? ['transfer', 'extend', ...(stay.registeredOn ? [] : (['registration'] as const)), 'checkOut'] : ['transfer', 'cancel'];
  const closed = (): void => setOpen(null);
  const done = (): void => {
    closed();
    onDone();
  };
  const of = (which: Open) => ({ stay: open === which ? stay : null, onClose: closed, onDone: done });
  const isDanger = (one: Open): boolean => one === 'checkOut' || one === 'cancel';
  return (
    <>
      {compact ? (
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              ...(isHere ? [] : [{ key: 'arrive', label: t('arrive'), onClick: () => void arrive() }]),
              ...ways.map((one) => ({ key: one, label: t(one), danger: isDanger(one), onClick: () => setOpen(one) })),
            ],
          }}
        >
          <Button size="small" type="text" icon={<MoreOutlined />} aria-label={t('actsOf', { who: stay.who })} onClick={(event) => event.stopPropagation()} />
        </Dropdown>
      ) : (
        <div className="acts">
          {!isHere && <Button type="primary" loading={isConfirming} onClick={() => void arrive()}>{t('arrive')}</Button>}
          {ways.map((one) => <Button key={one} danger={isDanger(one)} onClick={() => setOpen(one)}>{t(one)}</Button>)}
        </div>
      )}
      <CheckOutModal {...of('checkOut')} />
      <TransferModal {...of('transfer')} />
      <ExtendModal {...of('extend')} />
      <CancelModal {...of('cancel')} />
      <RegistrationModal {...of('registration')} />
    </>
  );
}
