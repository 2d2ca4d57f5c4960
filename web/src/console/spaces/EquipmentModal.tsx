import { App, Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { useAct } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import type { Thing } from './Equipment';
import { SetEquipmentDocument, SpacePageDocument } from './spaces.gen';

interface Shown {
  spaceId: string;
  open: boolean;
  /** The one whose number changes; none for a new one. */
  thing: Thing | null;
  onClose: () => void;
}

/** How many there are of what can be lent; none takes it off the list. */
export default function EquipmentModal({ spaceId, open, thing, onClose }: Shown) {
  const { t } = useTranslation('spaces');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const client = useClient();
  const act = useActForm<{ name: string; stock: number }>();
  const [set, isBusy] = useAct(SetEquipmentDocument);
  return (
    <ActModal
      open={open}
      title={thing ? t('thing.changeOf', { name: thing.name }) : t('thing.add')}
      lead={t('thing.hint')}
      submit={t('shared:act.save')}
      busy={isBusy}
      act={act}
      initial={{ name: thing?.name ?? '', stock: thing?.stock ?? 1 }}
      onClose={onClose}
      onSubmit={({ name, stock }) =>
        void act.send(
          () => set({ input: { spaceId, name, stock } }),
          () => {
            void message.success(t('saved'));
            void client.query(SpacePageDocument, { id: spaceId }, { requestPolicy: 'network-only' }).toPromise();
            onClose();
          },
        )
      }
    >
      <Form.Item name="name" label={t('thing.name')} rules={needed(t('thing.name'))}><Input maxLength={60} readOnly={thing !== null} /></Form.Item>
      <Form.Item name="stock" label={t('thing.stock')} rules={chosen(t('thing.stock'))}><InputNumber min={thing ? 0 : 1} max={999} style={{ width: '100%' }} /></Form.Item>
    </ActModal>
  );
}
