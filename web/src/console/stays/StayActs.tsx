import { App, Button, Dropdown } from 'antd';
import { MoreOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import type { StayStatus } from '../../core/schema.gen';
import { dialog } from '../../desk/afresh';
import { ConfirmArrivalDocument } from '../rooms/rooms.gen';
import type { Subject } from './LeaveModals';
import type { Way } from './StayModals';

export type { Subject } from './LeaveModals';

const StayModals = dialog(() => import('./StayModals'));

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
  const [open, setOpen] = useState<Way | null>(null);
  const [hasOpened, setHasOpened] = useState(false);
  const [confirm, isConfirming] = useAct(ConfirmArrivalDocument);
  if (!may('housing:check_in') || !['ACTIVE', 'RESERVED'].includes(stay.status)) return null;
  const isHere = stay.status === 'ACTIVE';

  async function arrive(): Promise<void> {
    const outcome = await confirm({ input: { stayId: stay.id } });
    if (!outcome.ok) return void message.error(outcome.problem.message);
    void message.success(t('arrived', { who: stay.who }));
    onDone();
  }

  const ways: readonly Way[] = isHere ? ['transfer', 'extend', ...(stay.registeredOn ? [] : (['registration'] as const)), 'checkOut'] : ['transfer', 'cancel'];
  const closed = (): void => setOpen(null);
  const done = (): void => {
    closed();
    onDone();
  };
  const choose = (way: Way): void => {
    setHasOpened(true);
    setOpen(way);
  };
  const isDanger = (one: Way): boolean => one === 'checkOut' || one === 'cancel';
  return (
    <>
      {compact ? (
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              ...(isHere ? [] : [{ key: 'arrive', label: t('arrive'), onClick: () => void arrive() }]),
              ...ways.map((one) => ({ key: one, label: t(one), danger: isDanger(one), onClick: () => choose(one) })),
            ],
          }}
        >
          <Button size="small" type="text" icon={<MoreOutlined />} aria-label={t('actsOf', { who: stay.who })} onClick={(event) => event.stopPropagation()} />
        </Dropdown>
      ) : (
        <div className="acts">
          {!isHere && <Button type="primary" loading={isConfirming} onClick={() => void arrive()}>{t('arrive')}</Button>}
          {ways.map((one) => <Button key={one} danger={isDanger(one)} onClick={() => choose(one)}>{t(one)}</Button>)}
        </div>
      )}
      {hasOpened && <StayModals stay={stay} way={open} onClose={closed} onDone={done} />}
    </>
  );
}
