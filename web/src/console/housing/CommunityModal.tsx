import { App, Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import type { UpdateCommunityInput } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { UpdateCommunityDocument, type CommunityQuery } from './communities.gen';

type Shown = NonNullable<CommunityQuery['community']>;
type Typed = Omit<UpdateCommunityInput, 'communityId'>;

/** What is known of a community, to be corrected. */
export function CommunityModal({ community, onClose }: { community: Shown | null; onClose: () => void }) {
  const { t } = useTranslation('housing');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const act = useActForm<Typed>();
  const [update, isBusy] = useAct(UpdateCommunityDocument);
  const wide = { style: { width: '100%' }, stringMode: true } as const;
  const isPlaced = Form.useWatch(({ latitude, longitude }: Typed) => latitude != null || longitude != null, act.form) || community?.latitude != null;
  return (
    <ActModal<Typed>
      open={community !== null}
      title={t('correctOf', { name: community?.name })}
      submit={t('shared:act.save')}
      busy={isBusy}
      width={600}
      act={act}
      initial={community ?? {}}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => update({ input: { ...typed, communityId: community?.id ?? '' } }),
          () => {
            void message.success(t('corrected'));
            onClose();
          },
        )
      }
    >
      <Form.Item name="name" label={t('name')} rules={needed(t('name'))}><Input maxLength={100} /></Form.Item>
      <Form.Item name="address" label={t('address')} rules={needed(t('address'))}><Input maxLength={200} /></Form.Item>
      <div className="pair">
        <Form.Item name="latitude" label={t('latitude')} extra={t('placeHint')} rules={isPlaced ? chosen(t('latitude')) : []}><InputNumber {...wide} min="-90" max="90" precision={6} /></Form.Item>
        <Form.Item name="longitude" label={t('longitude')} rules={isPlaced ? chosen(t('longitude')) : []}><InputNumber {...wide} min="-180" max="180" precision={6} /></Form.Item>
      </div>
      <div className="pair">
        <Form.Item name="maxPersonsPerRoom" label={t('maxPersons')} rules={chosen(t('maxPersons'))}><InputNumber style={wide.style} min={1} max={24} precision={0} /></Form.Item>
        <Form.Item name="minAreaPerPerson" label={t('minArea')} rules={chosen(t('minArea'))}><InputNumber {...wide} min="0" max="100" precision={2} /></Form.Item>
      </div>
      <Form.Item name="plannedBeds" label={t('planned')} rules={chosen(t('planned'))}><InputNumber style={wide.style} min={0} max={100_000} precision={0} /></Form.Item>
    </ActModal>
  );
}
