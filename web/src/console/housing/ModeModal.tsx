import { App, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { isoDay } from '../../core/format';
import { MODES } from '../../core/governance';
import type { GovernanceMode } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { SetGovernanceModeDocument, type SetGovernanceModeInput } from './communities.gen';


/** A dated change of the governance mode; what was before stays in the history. */
export function ModeModal({ community, onClose }: { community: { id: string; name: string; governanceMode?: GovernanceMode | null } | null; onClose: () => void }) {
  const { t } = useTranslation('housing');
  const { message } = App.useApp();
  const { chosen } = useRules();
  type Typed = Omit<SetGovernanceModeInput, 'communityId'>;
  const act = useActForm<Typed>();
  const [setMode, isBusy] = useAct(SetGovernanceModeDocument);
  return (
    <ActModal<Typed>
      open={community !== null}
      title={t('setModeOf', { name: community?.name })}
      submit={t('shared:act.save')}
      busy={isBusy}
      act={act}
      initial={{ startsOn: isoDay() }}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => setMode({ input: { ...typed, communityId: community?.id ?? '' } }),
          () => {
            void message.success(t('modeSet'));
            onClose();
          },
        )
      }
    >
      <Form.Item name="mode" label={t('governance')} rules={chosen(t('governance'))}>
        <Select options={MODES.map((one) => ({ value: one, label: t(`shared:governance.${one}`), disabled: one === community?.governanceMode }))} />
      </Form.Item>
      <Form.Item name="startsOn" label={t('from')} rules={chosen(t('from'))}><DayPicker /></Form.Item>
      <Form.Item name="note" label={t('note')}><Input.TextArea rows={2} maxLength={500} /></Form.Item>
    </ActModal>
  );
}
