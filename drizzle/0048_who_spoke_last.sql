-- After the members' rows were taken in their one order, and not before: a name is no reason for two to wait in a ring.
alter trigger messages_name_their_sender on messages rename to messages_tell_who_spoke;
