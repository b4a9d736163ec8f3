"""Who may do what, and where: roles in places of the organisation, and what keeps duties apart."""
