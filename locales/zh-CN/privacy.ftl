# Personal data of people at customers: where it came from, what is kept, and forgetting somebody.

erased = 〔已删除〕
