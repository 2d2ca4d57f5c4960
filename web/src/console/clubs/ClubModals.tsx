import { App, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import type { JoinMode } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { ArchiveClubDocument, ChangeClubDocument, SetClubQuotaDocument, type DeskClubFragment } from './clubs.gen';

export type Act = 'change' | 'quota' | 'archive';
interface Asked {
  club: DeskClubFragment;
  open: boolean;
  onClose: () => void;
}

/** The dialogs of a club: what it is, how much it may hold of spaces, its end. */
export default function ClubModals({ club, asking, onClose }: { club: DeskClubFragment; asking: Act | null; onClose: () => void }) {
  return (
    <>
      <ChangeModal club={club} open={asking === 'change'} onClose={onClose} />
      <QuotaModal club={club} open={asking === 'quota'} onClose={onClose} />
      <ArchiveModal club={club} open={asking === 'archive'} onClose={onClose} />
    </>
  );
}

function ChangeModal({ club, open, onClose }: Asked) {
  const { t } = useTranslation('clubs');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<{ name: string; about: string; joinMode: JoinMode }>();
  const [change, isBusy] = useAct(ChangeClubDocument);
  const done = (): void => {
    void message.success(t('saved'));
    onClose();
  };
  return (
    <ActModal open={open} title={t('changeOf', { name: club.name })} submit={t('save')} busy={isBusy} act={act} initial={{ name: club.name, about: club.about, joinMode: club.joinMode }} onClose={onClose} onSubmit={(typed) => void act.send(() => change({ input: { clubId: club.id, ...typed } }), done)}>
      <Form.Item name="name" label={t('name')} rules={needed(t('name'))}><Input maxLength={40} /></Form.Item>
      <Form.Item name="about" label={t('about')}><Input.TextArea rows={3} maxLength={1000} /></Form.Item>
      <Form.Item name="joinMode" label={t('joinMode')}><Select options={(['OPEN', 'APPROVAL'] as const).map((one) => ({ value: one, label: t(`modes.${one}`) }))} /></Form.Item>
    </ActModal>
  );
}

function QuotaModal({ club, open, onClose }: Asked) {
  const { t } = useTranslation('clubs');
  const { message } = App.useApp();
  const { chosen } = useRules();
  const act = useActForm<{ hours: number }>();
  const [set, isBusy] = useAct(SetClubQuotaDocument);
  const done = (): void => {
    void message.success(t('saved'));
    onClose();
  };
  return (
    <ActModal open={open} title={t('quotaFor', { name: club.name })} submit={t('save')} busy={isBusy} act={act} initial={{ hours: club.spaceHours }} onClose={onClose} onSubmit={({ hours }) => void act.send(() => set({ input: { clubId: club.id, hours } }), done)}>
      <Form.Item name="hours" label={t('quotaHours')} extra={t('quotaHint')} rules={chosen(t('quotaHours'))}><InputNumber min={0} max={300} /></Form.Item>
    </ActModal>
  );
}

function ArchiveModal({ club, open, onClose }: Asked) {
  const { t } = useTranslation('clubs');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<{ reason: string }>();
  const [archive, isBusy] = useAct(ArchiveClubDocument);
  const done = (): void => {
    void message.success(t('archived'));
    onClose();
  };
  return (
    <ActModal open={open} title={t('archiveOf', { name: club.name })} lead={t('archiveHint')} submit={t('archive')} danger busy={isBusy} act={act} onClose={onClose} onSubmit={({ reason }) => void act.send(() => archive({ input: { clubId: club.id, reason } }), done)}>
      <Form.Item name="reason" label={t('reason')} rules={needed(t('reason'))}><Input.TextArea rows={2} maxLength={500} /></Form.Item>
    </ActModal>
  );
}
