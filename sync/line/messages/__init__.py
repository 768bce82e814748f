"""Every Thai sentence the office says in the chat, by subject: polite, warm, without gender, short."""
