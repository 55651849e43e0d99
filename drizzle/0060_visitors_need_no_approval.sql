-- a trigger reads whole expressions: whoever has no account is asked too, and the answer is none
grant execute on function app.my_approval() to app_visitor, app_system;
