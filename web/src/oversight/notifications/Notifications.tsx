import { Inbox } from '../../desk/inbox/Inbox';
import { features } from '../features';

export default function Notifications() {
  return <Inbox features={features} />;
}
